/** Lambda: the HTTP routes of the audit trail of the registry. */
import { auditRoutes } from '../../shared/audit/routes.ts';
import { api } from '../../shared/http/api.ts';
import { registryAudit } from './module.ts';

export const routes = auditRoutes;

export const handler = api(registryAudit, 'api', routes);
