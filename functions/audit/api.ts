/** Lambda: the HTTP routes of the audit trail of a cell. */
import { auditRoutes } from '../../shared/audit/routes.ts';
import { api } from '../../shared/http/api.ts';
import { audit } from './module.ts';

export const routes = auditRoutes;

export const handler = api(audit, 'api', routes);
