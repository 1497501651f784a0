// SPDX-License-Identifier: Apache-2.0
import { Construct } from 'constructs';
import { ActionResource } from './action-resource';
import { IntegrationReferences } from './data-action';
import { ExactlyOne, GenesysResourceProps } from './genesys-resource';

export interface DataActionLookupOptions extends GenesysResourceProps {
  readonly actionName: string;
  /** Where the name alone is not enough. */
  readonly category?: string;
}

export type DataActionLookupProps = DataActionLookupOptions & ExactlyOne<IntegrationReferences>;

/** A data action that exists, found by its name. */
export class DataActionLookup extends ActionResource {
  constructor(scope: Construct, id: string, props: DataActionLookupProps) {
    super(scope, id, 'Custom::GenesysDataActionLookup', props, {
      Name: props.actionName,
      IntegrationId: props.integrationId,
      IntegrationName: props.integrationName,
      Category: props.category,
    });
  }
}
