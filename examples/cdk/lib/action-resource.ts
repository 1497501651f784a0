// SPDX-License-Identifier: Apache-2.0
import { GenesysResource } from './genesys-resource';

/** What the types that stand for a data action give to others. */
export abstract class ActionResource extends GenesysResource {
  get actionId(): string {
    return this.resource.ref;
  }

  get actionName(): string {
    return this.resource.getAttString('Name');
  }

  get integrationId(): string {
    return this.resource.getAttString('IntegrationId');
  }

  /** The platform's version number; it grows with each update. */
  get version(): string {
    return this.resource.getAttString('Version');
  }

  get category(): string {
    return this.resource.getAttString('Category');
  }

  /** Path of the action in the API. */
  get selfUri(): string {
    return this.resource.getAttString('SelfUri');
  }
}
