// SPDX-License-Identifier: Apache-2.0
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { GenesysResource, GenesysResourceProps, OnDrift } from './genesys-resource';

export interface IntegrationProps extends GenesysResourceProps {
  /** Such as `custom-rest-actions`. Another one is a replacement. */
  readonly integrationType: string;
  readonly integrationName: string;
  readonly notes?: string;
  /** By the type's own schema. */
  readonly properties?: Record<string, unknown>;
  readonly advanced?: Record<string, unknown>;
  /** The type's credential slot: the id of a credential, `{ basicAuth: login.credentialId }`. */
  readonly credentials?: Record<string, string>;
  /** @default a new one is disabled */
  readonly state?: 'ENABLED' | 'DISABLED';
  /** @default 'Fail' */
  readonly onDrift?: OnDrift;
  /** @default 'Refuse' */
  readonly deleteWhenUsed?: 'Refuse' | 'Allow';
  /** An integration that exists, to be taken over. */
  readonly adoptIntegrationId?: string;
  /** Of an adopted integration. @default 'Release' */
  readonly onDelete?: 'Release' | 'Delete';
}

/** An integration, which data actions hang on. */
export class Integration extends GenesysResource {
  constructor(scope: Construct, id: string, props: IntegrationProps) {
    const text = (value: unknown) => value && Stack.of(scope).toJsonString(value);
    super(scope, id, 'Custom::GenesysIntegration', props, {
      IntegrationType: props.integrationType,
      Name: props.integrationName,
      Notes: props.notes,
      Properties: text(props.properties),
      Advanced: text(props.advanced),
      Credentials: props.credentials,
      State: props.state,
      OnDrift: props.onDrift,
      DeleteWhenUsed: props.deleteWhenUsed,
      AdoptIntegrationId: props.adoptIntegrationId,
      OnDelete: props.onDelete,
    });
  }

  get integrationId(): string {
    return this.resource.ref;
  }

  get integrationName(): string {
    return this.resource.getAttString('Name');
  }

  get integrationType(): string {
    return this.resource.getAttString('IntegrationType');
  }

  /** What is intended. */
  get state(): string {
    return this.resource.getAttString('State');
  }

  /** Grows with each write of the configuration. */
  get configVersion(): string {
    return this.resource.getAttString('ConfigVersion');
  }

  /** Path of the integration in the API. */
  get selfUri(): string {
    return this.resource.getAttString('SelfUri');
  }
}
