// SPDX-License-Identifier: Apache-2.0
import { CustomResource, Duration, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** One member of T, and none of the others. */
export type ExactlyOne<T> = {
  [K in keyof T]-?: Required<Pick<T, K>> & { readonly [Other in Exclude<keyof T, K>]?: never };
}[keyof T];

export type OnDrift = 'Fail' | 'Overwrite' | 'Recreate';

/** What every resource type takes. */
export interface GenesysResourceProps {
  /** @default the export of templates/provider.yaml */
  readonly serviceToken?: string;
  /** More than the function's time-out. @default 15 minutes */
  readonly serviceTimeout?: Duration;
  /** Anything; another one makes CloudFormation send an update. */
  readonly version?: string;
  /** @default the object is deleted with its resource */
  readonly removalPolicy?: RemovalPolicy;
}

export abstract class GenesysResource extends Construct {
  protected readonly resource: CustomResource;

  constructor(scope: Construct, id: string, type: string, props: GenesysResourceProps, properties: Record<string, unknown>) {
    super(scope, id);
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: props.serviceToken ?? Fn.importValue('genesys-cfn-ServiceToken'),
      serviceTimeout: props.serviceTimeout ?? Duration.minutes(15),
      resourceType: type,
      removalPolicy: props.removalPolicy,
      properties: { ...properties, Version: props.version },
    });
  }
}
