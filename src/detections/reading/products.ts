const PRODUCTS: readonly { id: string; name: string; said: RegExp }[] = [
  { id: 'salesforce', name: 'Salesforce', said: /salesforce|\bsfdc\b/i },
  { id: 'okta', name: 'Okta', said: /\bokta\b/i },
  { id: 'quickbooks', name: 'QuickBooks Online', said: /quick ?books|\bqbo\b|\bintuit\b/i },
  { id: 'hubspot', name: 'HubSpot', said: /\bhubspot\b/i },
  { id: 'workday', name: 'Workday', said: /\bworkday\b/i },
  { id: 'dynamics365', name: 'Dynamics 365', said: /\bdynamics ?365\b|\bdataverse\b/i },
  { id: 'sap-s4hana', name: 'SAP S/4HANA Cloud', said: /\bs\/?4 ?hana\b/i },
  { id: 'entra', name: 'Microsoft Entra ID', said: /\bentra\b|\bazure (ad|active directory)\b/i },
  { id: 'google-workspace', name: 'Google Workspace', said: /\bgoogle workspace\b/i },
];

export interface Product {
  product: string;
  productName: string;
}

/** The product by the customer's own word, so that one Cordon does not know is kept too. */
export const productCalled = (name: string): Product =>
  knownProduct(name) ?? { product: name.toLowerCase().replaceAll(' ', '-'), productName: name };

/** The product a sender's words speak of, when it is one Cordon knows. */
export function knownProduct(words: string | undefined): Product | undefined {
  const found = words === undefined ? undefined : PRODUCTS.find(({ said }) => said.test(words));
  return found && { product: found.id, productName: found.name };
}
