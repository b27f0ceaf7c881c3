import { outboxConformance } from '../../contracts/outbox-conformance';
import { describeWithPostgres } from '../../fixtures/describe-with-postgres';
import { storesOn } from './postgres-stores';

describeWithPostgres('Postgres', {}, (server) => {
	outboxConformance({ name: 'Postgres, one process', open: async () => storesOn(server()) });
});
