// SPDX-License-Identifier: Apache-2.0
// The life of an action, a draft, an integration, a credential and a function through the typed methods of the vendor's
// SDK. Arguments: the local cloud's origin, client id, client secret.
const assert = require('node:assert/strict');
const platformClient = require('purecloud-platform-client-v2');

const [origin, clientId, clientSecret] = process.argv.slice(2);
const contract = {
  input: { inputSchema: { type: 'object', properties: { phone: { type: 'string' } } } },
  output: { successSchema: { type: 'object', properties: { id: { type: 'string' } } } },
};
const config = {
  request: { requestUrlTemplate: '/api/v2/users', requestType: 'GET', requestTemplate: '${input.rawRequest}' },
  response: { successTemplate: '{"id": ${id}}', translationMap: { id: '$.id' } },
};

// The SDK rejects with the body of the answer.
async function refused(call, status, code, ...parts) {
  const body = await call.then(() => assert.fail(`not refused with ${status}`), (reason) => reason);
  assert.equal(body.status, status, JSON.stringify(body.message));
  assert.equal(body.code, code);
  assert.match(body.contextId, /^[0-9a-f-]{36}$/);
  for (const part of parts) assert.match(JSON.stringify(body), new RegExp(part));
}

async function logIn(id, secret) {
  const url = new URL(origin);
  const client = platformClient.ApiClient.instance;
  client.config.setGateway({ host: url.hostname, protocol: 'http', port: Number(url.port) });
  await client.loginClientCredentialsGrant(id, secret);
  return client;
}

async function liveAsIntegration(api) {
  const created = await api.postIntegrations({ body: { integrationType: { id: 'custom-rest-actions' } } });
  assert.equal(created.intendedState, 'DISABLED');
  const enabled = await api.patchIntegration(created.id, { body: { intendedState: 'ENABLED' } });
  assert.equal(enabled.reportedState.code, 'ACTIVE');
  const seen = await api.getIntegrations({ integrationType: 'custom-rest-actions', ids: [created.id] });
  assert.deepEqual(seen.entities.map((entity) => entity.id), [created.id]);
  return created.id;
}

async function liveAsCredential(api, integrationId) {
  const info = await api.postIntegrationsCredentials({
    body: { name: 'CRM', type: { name: 'userDefinedOAuth' }, credentialFields: { loginUrl: 'a', secret: 'b' } },
  });
  const credential = await api.getIntegrationsCredential(info.id);
  assert.notEqual(credential.credentialFields.secret, 'b');
  const current = await api.getIntegrationConfigCurrent(integrationId);
  const body = { ...current, name: 'CRM', credentials: { basicAuth: { id: info.id } } };
  const put = await api.putIntegrationConfigCurrent(integrationId, { body });
  assert.equal(put.version, current.version + 1);
  await refused(api.putIntegrationConfigCurrent(integrationId, { body }), 409, 'general.conflict');
  const auth = await api.getIntegrationsAction(`customAuth_-_${integrationId}`, { includeConfig: true });
  assert.equal(auth.integrationId, integrationId);
  await refused(api.deleteIntegrationsCredential(info.id), 409, 'general.conflict', integrationId);
  const listing = await api.getIntegrationsCredentialsListing({ pageSize: '1' });
  assert.equal(listing.entities[0].id, info.id);
  const types = await api.getIntegrationsCredentialsTypes();
  assert.ok(types.some((type) => type.name === 'basicAuth'));
  return info.id;
}

async function liveAsAction(api, integrationId) {
  const made = [];
  for (const name of ['One', 'Two', 'Three']) {
    const body = { name, category: 'SDK', integrationId, config, contract };
    made.push(await api.postIntegrationsActions(body));
  }
  const [action] = made;
  assert.equal(action.version, 1);
  const names = [];
  for (let pageNumber = 1; ; pageNumber += 1) {
    const page = await api.getIntegrationsActions({ pageSize: 2, pageNumber, category: 'SDK', sortBy: 'name' });
    names.push(...page.entities.map((entity) => entity.name));
    if (pageNumber >= page.pageCount) break;
  }
  assert.deepEqual(names, ['One', 'Three', 'Two']);
  const categories = await api.getIntegrationsActionsCategories();
  assert.deepEqual(categories.entities.map((category) => category.name), ['CRM', 'SDK']);

  const read = await api.getIntegrationsAction(action.id, { expand: 'contract', includeConfig: true });
  assert.deepEqual(read.contract.input.inputSchema, contract.input.inputSchema);
  const template = await api.getIntegrationsActionTemplate(action.id, 'successtemplate.vm');
  assert.equal(template, config.response.successTemplate);
  const patched = await api.patchIntegrationsAction(action.id, { version: 1, name: 'First', config });
  assert.equal(patched.version, 2);
  await refused(api.patchIntegrationsAction(action.id, { version: 1 }), 409, 'general.conflict', 'current version 2');
  const wrong = { name: 'x', category: 'SDK', integrationId, config: { timeoutSeconds: 99 }, contract };
  await refused(api.postIntegrationsActions(wrong), 400, 'bad.request', 'config.timeoutSeconds');

  for (const each of made) await api.deleteIntegrationsAction(each.id);
  await refused(api.getIntegrationsAction(action.id), 404, 'not.found', action.id);
}

async function liveAsDraft(api, integrationId) {
  const draft = await api.postIntegrationsActionsDrafts({
    name: 'Draft', category: 'SDK', integrationId, config: {}, contract,
  });
  const before = await api.getIntegrationsActionDraftValidation(draft.id);
  assert.equal(before.valid, false);
  assert.equal(before.errors[0].details[0].fieldName, 'config.request.requestUrlTemplate');
  const patched = await api.patchIntegrationsActionDraft(draft.id, { version: draft.version, config });
  assert.equal((await api.getIntegrationsActionDraftValidation(draft.id)).valid, true);
  await refused(api.getIntegrationsAction(draft.id), 404, 'not.found');
  await refused(api.postIntegrationsActionDraftPublish(draft.id, { version: 9 }), 400, 'bad.request',
    `latest draft version ${patched.version}`);
  const action = await api.postIntegrationsActionDraftPublish(draft.id, { version: patched.version });
  assert.equal(action.id, draft.id);
  const next = await api.postIntegrationsActionDraft(action.id);
  assert.equal((await api.getIntegrationsActionsDrafts({ name: 'dra' })).total, 1);
  await api.deleteIntegrationsActionDraft(next.id);
  await refused(api.getIntegrationsActionDraft(next.id), 404, 'not.found');
  await api.deleteIntegrationsAction(action.id);
}

async function liveAsFunction(api) {
  const listed = await api.getIntegrations({ integrationType: 'function-data-actions' });
  const integrationId = listed.entities[0].id;
  const draft = await api.postIntegrationsActionsDrafts({
    name: 'Function', category: 'SDK', integrationId, config: {}, contract,
  });
  const upload = await api.postIntegrationsActionDraftFunctionUpload(draft.id, { fileName: 'code.zip' });
  const sent = await fetch(upload.url, {
    method: 'PUT', headers: upload.headers, body: Buffer.from('504b0304aabb', 'hex'),
  });
  assert.equal(sent.status, 200, await sent.text());
  const { zip, function: settings } = await api.getIntegrationsActionDraftFunction(draft.id);
  assert.equal(zip.status, 'Available');
  const runtimes = await api.getIntegrationsActionsFunctionsRuntimes();
  const runtime = runtimes.find((each) => each.status === 'Available').name;
  await api.putIntegrationsActionDraftFunction(draft.id, {
    description: 'of the test', handler: 'src/index.handler', runtime, zipId: settings.zipId, timeoutSeconds: 5,
  });
  const { version } = await api.getIntegrationsActionDraft(draft.id);
  await api.postIntegrationsActionDraftPublish(draft.id, { version });
  assert.equal((await api.getIntegrationsActionFunction(draft.id)).function.handler, 'src/index.handler');
  await api.deleteIntegrationsAction(draft.id);
}

// Of the local organisation's administration, which asks for no token and is no part of the SDK.
async function administer(path, body) {
  const answer = await fetch(`${origin}/genesys-cfn/admin/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, path);
  return answer.json();
}

// Leaves the SDK logged in as the limited client.
async function liveWithALimitedRole(client, api, integrationId) {
  await administer('roles', { name: 'Reader', permissions: ['integrations:action:view', 'bridge:actions:view'] });
  const reader = await administer('oauth/clients', { name: 'reader', roles: ['Reader'] });
  await client.loginClientCredentialsGrant(reader.id, reader.secret);
  assert.ok(Array.isArray((await api.getIntegrationsActions()).entities));
  const body = { name: 'Forbidden', category: 'SDK', integrationId, config, contract };
  await refused(api.postIntegrationsActions(body), 403, 'missing.permissions', 'integrations:action:add');
  await refused(api.deleteIntegrationsAction('custom_-_x'), 403, 'missing.permissions', 'integrations:action:delete');
  assert.equal((await api.getIntegrationsActions({ category: 'SDK' })).total, 0);
}

async function main() {
  const client = await logIn(clientId, clientSecret);
  const api = new platformClient.IntegrationsApi();
  const integrationId = await liveAsIntegration(api);
  const credentialId = await liveAsCredential(api, integrationId);
  await liveAsAction(api, integrationId);
  await liveAsDraft(api, integrationId);
  await liveAsFunction(api);
  await liveWithALimitedRole(client, api, integrationId);
  await client.loginClientCredentialsGrant(clientId, clientSecret);
  const gone = await api.deleteIntegration(integrationId);
  assert.equal(gone.intendedState, 'DELETED');
  await api.deleteIntegrationsCredential(credentialId);
  await refused(api.getIntegration(integrationId), 404, 'not.found');

  client.setAccessToken('no-token');
  await refused(api.getIntegrations(), 401, 'bad.credentials');
  await client.loginClientCredentialsGrant(clientId, 'wrong').then(() => assert.fail('logged in'), () => {});
  console.log('lived');
}

main().catch((error) => {
  console.error(error.stack ?? JSON.stringify(error));
  process.exitCode = 1;
});
