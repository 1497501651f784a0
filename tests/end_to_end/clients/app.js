// SPDX-License-Identifier: Apache-2.0
// An AWS CDK app with one data action, as a user of the CDK writes it.
const cdk = require('aws-cdk-lib');

class CallFlowStack extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const action = new cdk.CustomResource(this, 'LookUp', {
      serviceToken: cdk.Fn.importValue('genesys-cfn-ServiceToken'),
      serviceTimeout: cdk.Duration.minutes(5),
      resourceType: 'Custom::GenesysDataAction',
      properties: {
        Name: 'CDK look up',
        IntegrationName: 'Web Services Data Actions',
        Definition: {
          config: {
            timeoutSeconds: 5,
            request: {
              requestType: 'GET',
              requestUrlTemplate: `https://crm.example.com/${this.node.tryGetContext('path') ?? 'v1'}/\${input.caseId}`,
            },
            response: { translationMap: { status: '$.status' }, successTemplate: '{"status": ${status}}' },
          },
          contract: {
            input: { inputSchema: { type: 'object', properties: { caseId: { type: 'string' } } } },
            output: { successSchema: { type: 'object', properties: { status: { type: 'string' } } } },
          },
        },
      },
    });
    new cdk.CfnOutput(this, 'ActionId', { value: action.ref });
  }
}

const app = new cdk.App();
const bootstrapless = app.node.tryGetContext('bootstrapless') === 'true';
new CallFlowStack(app, 'call-flow', {
  env: { account: '000000000000', region: 'us-east-1' },
  synthesizer: bootstrapless ? new cdk.BootstraplessSynthesizer() : undefined,
});
