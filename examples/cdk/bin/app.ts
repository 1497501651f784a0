// SPDX-License-Identifier: Apache-2.0
import { App, BootstraplessSynthesizer, CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import { DataAction } from '../lib';

const app = new App();
const stack = new Stack(app, 'call-flow', { synthesizer: new BootstraplessSynthesizer() });
const seconds = new CfnParameter(stack, 'TimeoutSeconds', { type: 'Number', default: 5 });
const lookUp = new DataAction(stack, 'LookUp', {
  actionName: 'CDK look up',
  integrationName: 'Web Services Data Actions',
  substitutions: { Host: app.node.tryGetContext('host') ?? 'crm.example.com' },
  definition: {
    config: {
      timeoutSeconds: seconds.valueAsNumber,
      request: {
        requestType: 'GET',
        requestUrlTemplate: 'https://@{Host}/cases/$esc.uriEncode(${input.caseId})',
      },
      response: { translationMap: { status: '$.status' }, successTemplate: '{"status": ${status}}' },
    },
    contract: {
      input: { inputSchema: { type: 'object', required: ['caseId'], properties: { caseId: { type: 'string' } } } },
      output: { successSchema: { type: 'object', properties: { status: { type: 'string' } } } },
    },
  },
});
new CfnOutput(stack, 'ActionId', { value: lookUp.actionId });
new CfnOutput(stack, 'ActionVersion', { value: lookUp.version });
