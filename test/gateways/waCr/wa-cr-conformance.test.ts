import { gatewayConformance } from '../../contracts/gateway-conformance';
import { openWaCr } from './wa-cr-under-test';

// WA.cr documents no webhook for messages: what is delivered here is a record of its list of messages.
gatewayConformance({ name: 'waCr', open: openWaCr });
