import type { Kind } from '../kinds.ts';

/**
 * Published rules by kind, a rule on each line: its id, its name, its file, whatever of these its product sends. From panther-analysis
 * (2026-07), SigmaHQ (2026-08), elastic/detection-rules (2026-08), Azure-Sentinel, Sumo Logic's Cloud SIEM catalogue (2026-08), Splunk's
 * security_content (2024-10) and chronicle/detection-rules (2025-12). Only rules published as meaning just the kind: one for two
 * different things, or for something there is no kind for (a company's own bank account is no payee's), is left out.
 */
export const PUBLISHED_RULES: Readonly<Partial<Record<Kind, string>>> = {
  'bulk-export': `
    Salesforce.BulkAPI.DataExfiltration | Salesforce Bulk API Data Exfiltration
    57000f0d-ff5d-4166-94b6-aa5fb62b16ec | Dataverse - Mass export of records to Excel
    a4dee43c-f06e-4f6f-8735-db6dec4c5aa3 | SAP - High volume of potentially sensitive data exported
    SAP - (Preview) High volume of potentially sensitive data exported
  `,
  'report-export': `
    MATCH-S00772 | Salesforce Report Exported
  `,
  'unusual-access': `
    Salesforce.API.Anomaly.Passthrough | Salesforce API Anomaly Detection (RET Passthrough)
    08cb7ffc-59c6-4e7d-88e0-327371c9431b | Dataverse - User bulk retrieval outside normal activity
    Dataverse - Bulk record retrieval outside of normal activity
  `,
  'records-deleted': `
    716cf6d4-97ad-407b-923e-6790083acb58 | Dataverse - Mass deletion of records
  `,
  'app-authorised': `
    9b2cc4c4-2ad4-416d-8e8e-ee6aa6f5035a | azure_app_end_user_consent | End User Consent
  `,
  'token-misuse': `
    Okta.Refresh.Access.Token.Reuse | Okta App Refresh Access Token Reuse
    6555754e-5e7f-4a67-ad1c-4041c413a007 | azure_identity_protection_anomalous_token | Anomalous Token
  `,
  'rare-sign-in': `
    Okta.Anonymizing.VPN.Login | Okta Sign-In from VPN Anonymizer
    bde30855-5c53-4c18-ae90-1ff79ebc9578 | okta_user_session_start_via_anonymised_proxy | Okta User Session Start Via An Anonymising Proxy Service
    6f1bb4b2-7dc8-11ee-92b2-f661ea17fbcd | initial_access_first_occurrence_user_session_started_via_proxy | First Occurrence of Okta User Session Started via Proxy
    2e56e1bc-867a-11ee-b13e-f661ea17fbcd | initial_access_okta_user_sessions_started_from_different_geolocations | Okta User Sessions Started from Different Geolocations
    bc9f5144-0ead-476e-ba6e-cef295601195 | initial_access_entra_id_signin_impossible_travel | Microsoft Entra ID Impossible Travel Sign-in
    3896d4c0-6ad1-11ef-8c7b-f661ea17fbcc | initial_access_entra_id_portal_login_impossible_travel | M365 Identity Login from Impossible Travel Location
    32d3ad0e-6add-11ef-8c7b-f661ea17fbcc | initial_access_entra_id_portal_login_atypical_travel | M365 Identity Login from Atypical Region
    aff74d85-5bfa-4ff1-ace2-4e3995a37cfa | initial_access_google_workspace_login_impossible_travel | Google Workspace Impossible Travel Login
    b2572bf9-e20a-4594-b528-40bde666525a | azure_identity_protection_impossible_travel | Impossible Travel
    1a41023f-1e70-4026-921a-4d9341a9038e | azure_identity_protection_atypical_travel | Atypical Travel
    adf9f4d2-559e-4f5c-95be-c28dff0b1476 | azure_identity_protection_new_coutry_region | New Country
    53acd925-2003-440d-a1f3-71a5253fe237 | azure_identity_protection_anonymous_ip_address | Anonymous IP Address
    3094e036-e5ae-4d6e-8626-b0f86ebc71f2 | User Sign in from different countries
    919e939f-95e2-4978-846e-13a721c89ea1 | F&O - Unusual sign-in activity using single factor authentication
    Dynamics 365 F&O - Unusual sign-in without multi-factor authentication
    978e1cc8-f891-41c7-83b8-b21762a2ebb7 | SAP - Login from unexpected network
    THRESHOLD-S00097 | Impossible Travel - Successful
    a3d1df37-c2a9-41d0-aa8f-59f82d6192a8 | Okta User Logins from Multiple Cities | ESCU - Okta User Logins from Multiple Cities - Rule
    mr_b607de8a-7988-4f4f-8ecf-e8754de6bbae | okta_user_logins_from_multiple_cities
  `,
  'sign-in-without-mfa': `
    MATCH-S00685 | Authentication Without MFA
  `,
  'session-stolen': `
    Okta.PotentiallyStolenSession | Okta Potentially Stolen Session
    9ed5d08f-aad6-4c03-838c-d686da887c2c | credential_access_okta_aitm_session_cookie_replay | Okta AiTM Session Cookie Replay
    71ad47d1-d6bd-4e0a-b35c-020ad9a6959e | Okta Suspicious Use of a Session Cookie | ESCU - Okta Suspicious Use of a Session Cookie - Rule
    mr_913cbc7a-86c9-46a4-b822-023b4aa17106 | okta_suspicious_use_of_a_session_cookie
  `,
  'sign-in-attack': `
    Okta.Phishing.Attempt.Blocked.FastPass | Okta AiTM Phishing Attempt Blocked by FastPass
    ee39a9f7-5a79-4b0a-9815-d36b3cf28d3e | okta_fastpass_phishing_detection | initial_access_okta_fastpass_phishing | Okta FastPass Phishing Detection
    f4ca0057-cbf3-44f8-82ea-4e330ee901d3 | Okta Phishing Detection with FastPass Origin Check | ESCU - Okta Phishing Detection with FastPass Origin Check - Rule
    mr_07d1a26d-1132-4228-bd49-c8dd899c7792 | okta_phishing_detection_with_fastpass_origin_check
    50742e15-c5ef-49c8-9a2d-31221d45af58 | credential_access_okta_successful_login_after_credential_attack | Okta Successful Login After Credential Attack
    8a0fbd26-867f-11ee-947c-f661ea17fbcd | credential_access_okta_mfa_bombing_via_push_notifications | Potential Okta MFA Bombing via Push Notifications
    97a8e584-fd3b-421f-9b9d-9c9d9e57e9d7 | credential_access_okta_potentially_successful_okta_bombing_via_push_notifications | Potentially Successful Okta MFA Bombing via Push Notifications
    23f18264-2d6d-11ef-9413-f661ea17fbce | credential_access_okta_brute_force_device_token_rotation | Potential Okta Brute Force (Device Token Rotation)
    5889760c-9858-4b4b-879c-e299df493295 | credential_access_okta_brute_force_multi_source | Potential Okta Brute Force (Multi-Source)
    94e734c0-2cda-11ef-84e1-f661ea17fbce | credential_access_okta_credential_stuffing_single_source | Potential Okta Credential Stuffing (Single Source)
    2d3c27d5-d133-4152-8102-8d051619ec4a | credential_access_okta_password_spray_multi_source | Potential Okta Password Spray (Multi-Source)
    42bf698b-4738-445b-8231-c834ddefd8a0 | credential_access_okta_password_spray_single_source | Potential Okta Password Spray (Single Source)
    28ecba0a-c743-4690-ad29-9a8f6f25a6f9 | azure_identity_protection_password_spray | Password Spray Activity
    5a6ce089-e756-40fb-b022-c8e8864a973a | 64d16e62-1a17-4a35-9ea7-2b9fe6f07118 | Brute force attack against user credentials
    mr_61d8d679-bf4d-4441-bbbb-65f82a37e3c5 | okta_mfa_brute_force_attack | Okta MFA Bruteforce Attack
    mr_4d081db5-7ea3-4300-8e0f-d7c7fcc1f662 | okta_threatinsight_suspected_password_spray_attack
  `,
  'reported-by-user': `
    Okta.User.Reported.Suspicious.Activity | Okta User Reported Suspicious Activity
    07e97cc6-aed1-43ae-9081-b3470d2367f1 | okta_suspicious_activity_enduser_report | Okta Suspicious Activity Reported by End-user
    f994964f-6fce-4d75-8e79-e16ccc412588 | initial_access_suspicious_activity_reported_by_okta_user | Suspicious Activity Reported by Okta User
    caaa8b78-367c-11f0-beb8-f661ea17fbcd | initial_access_entra_id_user_reported_risk | Entra ID User Reported Suspicious Activity
    bfc840f5-c9c6-454c-aa13-b46fd0bf1e79 | Okta Suspicious Activity Reported | ESCU - Okta Suspicious Activity Reported - Rule
    mr_09eaaa93-be5e-4b7f-9d6b-8675e63291a0 | okta_user_suspicious_activity_reported | Okta User Suspicious Activity Reported
  `,
  'factor-reset': `
    Okta.User.MFA.Reset.All | Okta User MFA Reset All
    729aa18d-06a6-41c7-b175-b65b739b1181 | persistence_attempt_to_reset_mfa_factors_for_okta_user_account | Attempt to Reset MFA Factors for an Okta User Account
    MATCH-S00767 | Okta MFA Device Reset
  `,
  'factor-enrolled': `
    2628b087-4189-403f-9044-87403f777a1b | Azure AD New MFA Method Registered For User | ESCU - Azure AD New MFA Method Registered For User - Rule
    2fcbce12-cffa-4c84-b70c-192604d201d0 | PingID New MFA Method After Credential Reset | ESCU - PingID New MFA Method After Credential Reset - Rule
    4e12db1f-f7c7-486d-8152-a221cad6ac2b | O365 New MFA Method Registered | ESCU - O365 New MFA Method Registered - Rule
    fa84aaf5-8142-43cd-9ec2-78cfebf878ce | azure_tap_added | Temporary Access Pass Added To An Account
    d0088204-675b-4175-bf07-1665da2d4810 | initial_access_entra_id_temporary_access_pass_created | Entra ID Temporary Access Pass Created for User
  `,
  'factor-removed': `
    50e068d7-1e6b-4054-87e5-0a592c40c7e0 | okta_mfa_reset_or_deactivated | Okta MFA Reset or Deactivated
    cd89602e-9db0-48e3-9391-ae3bf241acd8 | persistence_mfa_deactivation_with_no_reactivation | MFA Deactivation with no Re-Activation for Okta User Account
    7c0348ce-bdf9-45f6-8a57-c18b5976f00a | Okta Multi-Factor Authentication Disabled | ESCU - Okta Multi-Factor Authentication Disabled - Rule
    Microsoft365.MFA.Disabled | Microsoft365 MFA Disabled
    MATCH-S00766 | Okta MFA Deactivated for User
  `,
  'account-created': `
    b6c718dd-8f53-4b9f-98d8-93fdca966969 | okta_user_created | New Okta User Created
    MATCH-S00775 | Salesforce User Creation
  `,
  'permission-change': `
    Okta.AdminRoleAssigned | Okta Admin Role Assigned
    Okta.Group.Admin.Role.Assigned | Okta Group Admin Role Assigned
    413d4a81-6c98-4479-9863-014785fd579c | okta_admin_role_assigned_to_user_or_group | Okta Admin Role Assigned to an User or Group
    f06414a6-f2a4-466d-8eba-10f85e8abf71 | persistence_administrator_role_assigned_to_okta_user | Okta User Assigned Administrator Role
    b8075894-0b62-46e5-977c-31275da34419 | persistence_administrator_privileges_assigned_to_okta_group | Administrator Privileges Assigned to an Okta Group
    04c5a96f-19c5-44fd-9571-a0b033f9086f | persistence_entra_id_global_administrator_role_assigned | Entra ID Global Administrator Role Assigned
    03b9a2cf-8434-44ad-b42f-9a35701f1c2a | SAP - Assignment of a sensitive role
    4e228f1a-55cc-4abc-8ef4-5e385b60f9c0 | SAP - Assignment of a sensitive profile
    MATCH-S00632 | Okta Administrator Access Granted
    MATCH-S00776 | Salesforce User Role Changed
    MATCH-S00778 | Salesforce Permission Set Assigned
    MATCH-S00781 | Salesforce Permission Set Modification
    mr_069a282b-a605-4572-921e-f466b93d0cf3 | entra_id_add_user_to_admin_role | Entra ID Add User To Admin Role
    mr_0c547820-1095-42a1-94d8-a00d5ef2df76 | google_workspace_admin_role_assignment | Google Workspace Admin Role Assignment
  `,
  'policy-change': `
    1667a172-ed4c-463c-9969-efd92195319a | okta_policy_modified_or_deleted | Okta Policy Modified or Deleted
    0c97c1d3-4057-45c9-b148-1de94b631931 | okta_policy_rule_modified_or_deleted | Okta Policy Rule Modified or Deleted
    6731fbf2-8f28-49ed-9ab9-9a918ceb5a45 | defense_evasion_okta_attempt_to_modify_okta_policy | Attempt to Modify an Okta Policy
    000047bb-b27a-47ec-8b62-ef1a5d2c9e19 | defense_evasion_okta_attempt_to_modify_okta_policy_rule | Attempt to Modify an Okta Policy Rule
    b719a170-3bdb-4141-b0e3-13e3cf627bfe | defense_evasion_okta_attempt_to_deactivate_okta_policy | Attempt to Deactivate an Okta Policy
    cc92c835-da92-45c9-9f29-b4992ad621a0 | defense_evasion_okta_attempt_to_deactivate_okta_policy_rule | Attempt to Deactivate an Okta Policy Rule
    b4bb1440-0fcb-4ed1-87e5-b06d58efc5e9 | defense_evasion_okta_attempt_to_delete_okta_policy | Attempt to Delete an Okta Policy
    d5d86bf5-cf0c-4c06-b688-53fdc072fdfd | defense_evasion_okta_attempt_to_delete_okta_policy_rule | Attempt to Delete an Okta Policy Rule
    bc48bba7-4a23-4232-b551-eca3ca1e3f20 | persistence_entra_id_conditional_access_policy_modified | Entra ID Conditional Access Policy (CAP) Modified
    mr_0c3f7309-a3e3-4c80-9b33-12ade9f499f8 | entra_id_conditional_access_policy_modification
  `,
  'audit-disabled': `
    ea07523b-e6b8-469b-9e25-cdef1ae6fb45 | Dataverse - Audit logging disabled
    45fb7bf5-783b-4a87-897d-b26f5574186b | SAP - Deactivation of Security Audit Log
    7e5e321a-f6df-434d-b1be-a8d74f696481 | SAP - (Preview) HANA DB - Deactivation of Audit Trail
    mr_17a49d19-2ea1-4d7d-9e4d-bbc7ffb07099 | o365_logging_disabled | Office 365 logging is disabled
  `,
  'login-as': `
    Salesforce.Admin.Login.As.User | Salesforce Admin Login As User
    MATCH-S00773 | Salesforce LoginAs Event
  `,
  'inbox-rule': `
    ec8efb0c-604d-42fa-ac46-ed1cfbc38f78 | collection_exchange_new_inbox_rule | M365 Exchange Inbox Forwarding Rule Created
    40fe11c2-376e-11f0-9a82-f661ea17fbcd | defense_evasion_exchange_new_inbox_rule_delete_or_move | M365 Exchange Inbox Phishing Evasion Rule Created
    1c3d9346-4591-4894-935c-dad2824850f2 | defense_evasion_exchange_inbox_rule_obfuscated_name | M365 Exchange Inbox Rule with Obfuscated Name
    ceb55fd0-726e-4656-bf4e-b585b7f7d572 | azure_identity_protection_inbox_manipulation | Suspicious Inbox Manipulation Rules
    68469fd0-1315-44ba-b7e4-e92847bb76d6 | O365 New Email Forwarding Rule Created | ESCU - O365 New Email Forwarding Rule Created - Rule
    MATCH-S00833 | Office 365 Inbox Rule Created
  `,
};

const spelling = (name: string): string => name.trim().toLowerCase();

const KIND_OF: ReadonlyMap<string, Kind> = new Map(
  Object.entries(PUBLISHED_RULES).flatMap(([kind, rules]) =>
    rules
      .split(/[|\n]/)
      .map(spelling)
      .filter(Boolean)
      .map((name) => [name, kind as Kind] as const),
  ),
);

/** What the first rule id or name that is known means. Nothing but its case and the blanks around it may differ. */
export const kindOfRule = (...names: readonly (string | undefined)[]): Kind | undefined => {
  for (const name of names) {
    const kind = name === undefined ? undefined : KIND_OF.get(spelling(name));
    if (kind) return kind;
  }
  return undefined;
};
