// SPDX-License-Identifier: Apache-2.0
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ActionResource } from './action-resource';
import { ActionConfig } from './definition';
import { GenesysResourceProps } from './genesys-resource';

export interface CustomAuthActionProps extends GenesysResourceProps {
  /** Of the type `custom-rest-actions`, with a credential of the type `userDefinedOAuth`. */
  readonly integrationId: string;
  readonly definition: { readonly config: Omit<ActionConfig, 'timeoutSeconds'> };
  /** @default 'Fail' */
  readonly onDrift?: 'Fail' | 'Overwrite';
}

/** The action by which a Web Services integration logs in. Actions on the integration should depend on it. */
export class CustomAuthAction extends ActionResource {
  constructor(scope: Construct, id: string, props: CustomAuthActionProps) {
    super(scope, id, 'Custom::GenesysCustomAuthAction', props, {
      IntegrationId: props.integrationId,
      Definition: Stack.of(scope).toJsonString(props.definition),
      OnDrift: props.onDrift,
    });
  }
}
