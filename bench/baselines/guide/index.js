// SPDX-License-Identifier: Apache-2.0
// A guide's handler, completed: aws-sdk v2, a token for each event, and /api/v2/data/actions.
'use strict';
const AWS = require('aws-sdk');
const https = require('https');
const url = require('url');

const secretsManager = new AWS.SecretsManager({ endpoint: process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER });

function httpsRequest(method, address, headers, body) {
  return new Promise((resolve, reject) => {
    const request = https.request({ ...url.parse(address), method, headers }, (response) => {
      let text = '';
      response.on('data', (part) => { text += part; });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    request.on('error', reject);
    if (body) request.write(body);
    request.end();
  });
}

async function getToken() {
  const secret = await secretsManager.getSecretValue({ SecretId: '/genesys/oauth/credentials' }).promise();
  const credentials = JSON.parse(secret.SecretString);
  const basic = Buffer.from(`${credentials.client_id}:${credentials.client_secret}`).toString('base64');
  const body = 'grant_type=client_credentials';
  const response = await httpsRequest('POST', `${process.env.GENESYS_LOGIN_URL}/oauth/token`, {
    Authorization: `Basic ${basic}`,
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': Buffer.byteLength(body),
  }, body);
  if (response.status !== 200) throw new Error(`Token request failed: ${response.status}`);
  return JSON.parse(response.text).access_token;
}

async function callApi(method, path, token, action) {
  const body = action ? JSON.stringify(action) : '';
  const response = await httpsRequest(method, `${process.env.GENESYS_API_URL}${path}`, {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  }, body);
  if (response.status >= 300) throw new Error(`${method} failed: ${response.status} ${response.text}`);
  return response.text ? JSON.parse(response.text) : {};
}

function dataAction(properties) {
  const definition = JSON.parse(JSON.stringify(properties.Definition));
  definition.config.timeoutSeconds = Number(definition.config.timeoutSeconds);
  const schema = definition.contract.input.inputSchema;
  if (schema.additionalProperties) schema.additionalProperties = schema.additionalProperties === 'true';
  for (const property of Object.values(schema.properties || {})) {
    if (property.minLength) property.minLength = Number(property.minLength);
  }
  return {
    name: properties.Name,
    category: properties.Category,
    integrationId: properties.IntegrationId,
    secure: false,
    ...definition,
  };
}

async function sendResponse(event, context, status, physicalId, data, reason) {
  const body = JSON.stringify({
    Status: status,
    Reason: reason || `See the details in CloudWatch Log Stream: ${context.logStreamName}`,
    PhysicalResourceId: physicalId || context.logStreamName || 'failed',
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: data,
  });
  await httpsRequest('PUT', event.ResponseURL, { 'content-type': '', 'content-length': Buffer.byteLength(body) }, body);
}

exports.handler = async (event, context) => {
  console.log('Request type:', event.RequestType);
  try {
    const token = await getToken();
    let id = event.PhysicalResourceId;
    if (event.RequestType === 'Create') {
      id = (await callApi('POST', '/api/v2/data/actions', token, dataAction(event.ResourceProperties))).id;
    } else if (event.RequestType === 'Update') {
      await callApi('PUT', `/api/v2/data/actions/${id}`, token, dataAction(event.ResourceProperties));
    } else {
      await callApi('DELETE', `/api/v2/data/actions/${id}`, token);
    }
    await sendResponse(event, context, 'SUCCESS', id, { DataActionId: id });
  } catch (error) {
    console.error(error.message);
    await sendResponse(event, context, 'FAILED', event.PhysicalResourceId, {}, error.message);
  }
};
