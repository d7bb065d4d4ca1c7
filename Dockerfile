# One image for both processes: the server by default, the worker and the migration by command (see compose.yaml).
FROM node:24.21-bookworm-slim AS packages
WORKDIR /cordon
COPY package.json package-lock.json ./
COPY sandbox/package.json sandbox/
# No install script runs; --omit=optional leaves out the built-in PostgreSQL: here DATABASE_URL is always set.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM node:24.21-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /cordon
COPY --from=packages /cordon/node_modules node_modules
COPY package.json start.ts ./
COPY handlers handlers
COPY jobs jobs
COPY playbooks playbooks
COPY src src
# Root owns the code, so the process cannot change it.
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "handlers/server.ts"]
