// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysDataAction in Node.js: one secret, one token and one connection a host for the life of the process.
'use strict';
const https = require('node:https');
const { GetSecretValueCommand, SecretsManagerClient } = require('@aws-sdk/client-secrets-manager');

const ACTIONS = '/api/v2/integrations/actions';
const agent = new https.Agent({ keepAlive: true });
const secrets = new SecretsManagerClient({});
let credentials;
let token;

function send(method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method, agent, headers, timeout: 15000 }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(parts).toString() }));
      response.on('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error(`${method} ${new URL(url).host}: no answer in time`)));
    request.on('error', reject);
    request.end(body);
  });
}

async function readCredentials() {
  if (!credentials) {
    const SecretId = process.env.GENESYS_SECRET_ID ?? '/genesys/oauth/credentials';
    credentials = JSON.parse((await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString);
  }
  return credentials;
}

async function readToken() {
  if (token && Date.now() < token.until) return token.value;
  const { client_id: id, client_secret: secret } = await readCredentials();
  const body = 'grant_type=client_credentials';
  const answer = await send('POST', `${process.env.GENESYS_LOGIN_URL}/oauth/token`, {
    Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': Buffer.byteLength(body),
  }, body);
  if (answer.status !== 200) throw new Error(`the login service answered ${answer.status}`);
  const grant = JSON.parse(answer.body);
  token = { value: grant.access_token, until: Date.now() + (grant.expires_in - 60) * 1000 };
  return token.value;
}

async function call(method, path, object) {
  const body = object === undefined ? undefined : JSON.stringify(object);
  for (let attempt = 0; ; ++attempt) {
    const headers = { Authorization: `Bearer ${await readToken()}`, Accept: 'application/json' };
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
      headers['Content-Length'] = Buffer.byteLength(body);
    }
    const answer = await send(method, process.env.GENESYS_API_URL + path, headers, body);
    if (answer.status === 401 && attempt === 0) {
      token = undefined;
      continue;
    }
    if (answer.status >= 300 && !(method === 'DELETE' && answer.status === 404)) {
      throw new Error(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 500)}`);
    }
    return answer.body ? JSON.parse(answer.body) : {};
  }
}

// CloudFormation makes a string of every scalar.
function restoreSchema(schema) {
  if (Array.isArray(schema)) return schema.map(restoreSchema);
  if (schema === null || typeof schema !== 'object') return schema;
  const restored = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') {
      restored[key] = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, restoreSchema(each)]));
    } else if (key === 'additionalProperties' && typeof value === 'string') {
      restored[key] = value === 'true';
    } else if (/^(min|max)(Length|Items|imum)$/.test(key)) {
      restored[key] = Number(value);
    } else {
      restored[key] = restoreSchema(value);
    }
  }
  return restored;
}

function desired(properties) {
  const { config, contract } = properties.Definition;
  return {
    name: properties.Name,
    category: properties.Category,
    integrationId: properties.IntegrationId,
    secure: properties.Secure === 'true',
    config: { ...config, ...(config.timeoutSeconds && { timeoutSeconds: Number(config.timeoutSeconds) }) },
    contract: {
      input: { inputSchema: restoreSchema(contract.input.inputSchema) },
      output: { successSchema: restoreSchema(contract.output.successSchema) },
    },
  };
}

function needsReplacement(now, before) {
  return JSON.stringify([now.integrationId, now.secure, now.contract]) !==
    JSON.stringify([before.integrationId, before.secure, before.contract]);
}

async function handleRequest(event) {
  const id = event.PhysicalResourceId;
  if (event.RequestType === 'Delete') {
    if (id.startsWith('custom_-_')) await call('DELETE', `${ACTIONS}/${id}`);
    return { id, version: undefined };
  }
  const action = desired(event.ResourceProperties);
  if (event.RequestType === 'Create' || needsReplacement(action, desired(event.OldResourceProperties))) {
    return call('POST', ACTIONS, action);
  }
  const { version } = await call('GET', `${ACTIONS}/${id}`);
  return call('PATCH', `${ACTIONS}/${id}`,
    { name: action.name, category: action.category, version, config: action.config });
}

exports.handler = async (event) => {
  const answer = {
    Status: 'SUCCESS',
    PhysicalResourceId: event.PhysicalResourceId ?? `failed-${event.RequestId}`,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  };
  try {
    const action = await handleRequest(event);
    answer.PhysicalResourceId = action.id;
    answer.Data = { DataActionId: action.id, Version: action.version };
  } catch (error) {
    answer.Status = 'FAILED';
    answer.Reason = error.message.slice(0, 1000);
  }
  const body = JSON.stringify(answer);
  const put = await send('PUT', event.ResponseURL,
    { 'Content-Type': '', 'Content-Length': Buffer.byteLength(body) }, body);
  if (put.status !== 200) throw new Error(`the answer was refused: ${put.status}`);
  console.log(JSON.stringify({ event: 'answered', type: event.RequestType, status: answer.Status }));
};
