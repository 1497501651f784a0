// SPDX-License-Identifier: Apache-2.0
// A template with every property and every attribute that the constructs of examples/cdk know, compiled in the current
// directory; on standard output.
const path = require('path');

const lib = require(path.resolve('out/lib'));
const { App, BootstraplessSynthesizer, CfnOutput, Duration, RemovalPolicy, Stack } = require('aws-cdk-lib');

const app = new App();
const stack = new Stack(app, 'all', { synthesizer: new BootstraplessSynthesizer(), analyticsReporting: false });
const every = { serviceToken: 'arn:f', serviceTimeout: Duration.minutes(10), version: '2', removalPolicy: RemovalPolicy.RETAIN };
const request = { requestType: 'GET', requestUrlTemplate: 'https://x.example.com/' };
const config = { timeoutSeconds: 5, request, response: {} };
const definition = {
  config,
  contract: { input: { inputSchema: { type: 'object' } }, output: { successSchema: { type: 'object' } } },
};
const kept = { onDrift: 'Overwrite', deleteWhenUsed: 'Allow', onDelete: 'Delete' };

const samples = {
  DataAction: [
    {
      ...every, ...kept, actionName: 'a', integrationId: 'i', category: 'c', secure: true, ownershipTag: 'Disabled',
      definition, substitutions: { Host: 'h' }, adoptActionId: 'custom_-_1', publish: 'Validated',
      function: {
        zip: { bucket: 'b', key: 'k', versionId: 'v', digest: 'd' },
        handler: 'src/index.handler', runtime: 'nodejs22.x', timeoutSeconds: 5, description: 'd',
      },
      tests: [{
        name: 'n', inputs: { a: 1 }, expectSuccess: false, expectStatus: 404, expectOutput: { b: 2 }, allowWrites: true,
        confidential: true,
      }],
    },
    { actionName: 'b', integrationName: 'I', definitionS3: { bucket: 'b', key: 'k', versionId: 'v' }, definitionDigest: 'd' },
    { actionName: 'c', integrationName: 'I', definitionUri: 's3://b/k?versionId=v' },
    { actionName: 'd', integrationName: 'I', definitionParameter: 'p:1' },
    { actionName: 'e', integrationName: 'I', definitionSecret: { secretId: 's', versionId: 'v' } },
  ],
  Integration: [{
    ...every, ...kept, integrationType: 'custom-rest-actions', integrationName: 'i', notes: 'n', properties: { a: 1 },
    advanced: { b: true }, credentials: { basicAuth: 'c' }, state: 'ENABLED', adoptIntegrationId: 'i',
  }],
  Credential: [{
    ...every, ...kept, credentialType: 'basicAuth', credentialName: 'c', secretId: 's', secretVersion: 'v', secretDigest: 'd',
    fields: { userName: 'user' }, adoptCredentialId: 'c',
  }],
  CustomAuthAction: [{
    ...every, integrationId: 'i', definition: { config: { request, response: {} } }, onDrift: 'Overwrite',
  }],
  DataActionLookup: [
    { ...every, actionName: 'a', integrationId: 'i', category: 'c' },
    { actionName: 'a', integrationName: 'I' },
  ],
};

function attributesOf(type) {
  const found = [];
  for (let of = type.prototype; of && of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    const own = Object.entries(Object.getOwnPropertyDescriptors(of)).filter(([, one]) => one.get);
    found.push(...own.map(([name]) => name));
  }
  return found;
}

for (const [name, all] of Object.entries(samples)) {
  all.forEach((props, number) => {
    const made = new lib[name](stack, `${name}${number}`, props);
    if (number > 0) return;
    for (const attribute of attributesOf(lib[name])) {
      new CfnOutput(stack, `${name}${attribute}`, { value: made[attribute], description: `${name}.${attribute}` });
    }
  });
}
console.log(JSON.stringify(app.synth().getStackByName('all').template));
