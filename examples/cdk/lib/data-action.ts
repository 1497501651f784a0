// SPDX-License-Identifier: Apache-2.0
import { CustomResource, Duration, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';

type Schema = Record<string, unknown>;

/** The data action itself, as Genesys Cloud's API has it. */
export interface DataActionDefinition {
  readonly config: {
    readonly timeoutSeconds?: number;
    readonly request: {
      readonly requestType: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
      readonly requestUrlTemplate: string;
      readonly headers?: Record<string, string>;
      readonly requestTemplate?: string;
    };
    readonly response: {
      readonly translationMap?: Record<string, string>;
      readonly translationMapDefaults?: Record<string, string>;
      readonly successTemplate?: string;
    };
  };
  readonly contract: {
    readonly input: { readonly inputSchema: Schema };
    readonly output: { readonly successSchema: Schema };
  };
}

export interface DataActionProps {
  readonly actionName: string;
  /** The exact name of the Genesys Cloud integration. */
  readonly integrationName: string;
  readonly definition: DataActionDefinition;
  readonly category?: string;
  /** @default 'Fail' */
  readonly onDrift?: 'Fail' | 'Overwrite' | 'Recreate';
  /** @default 'Refuse' */
  readonly deleteWhenUsed?: 'Refuse' | 'Allow';
  /** `@{name}` in the definition. */
  readonly substitutions?: Record<string, string>;
  /** @default the export of templates/provider.yaml */
  readonly serviceToken?: string;
}

/** A Genesys Cloud data action. */
export class DataAction extends Construct {
  readonly actionId: string;
  private readonly resource: CustomResource;

  constructor(scope: Construct, id: string, props: DataActionProps) {
    super(scope, id);
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: props.serviceToken ?? Fn.importValue('genesys-cfn-ServiceToken'),
      serviceTimeout: Duration.minutes(15),
      resourceType: 'Custom::GenesysDataAction',
      properties: {
        Name: props.actionName,
        IntegrationName: props.integrationName,
        // A string keeps numbers and booleans as they are; CloudFormation makes strings of them in an object.
        Definition: JSON.stringify(props.definition),
        Category: props.category,
        OnDrift: props.onDrift,
        DeleteWhenUsed: props.deleteWhenUsed,
        Substitutions: props.substitutions,
      },
    });
    this.actionId = this.resource.ref;
  }

  /** The platform's version number; it grows with each update. */
  get version(): string {
    return this.resource.getAttString('Version');
  }
}
