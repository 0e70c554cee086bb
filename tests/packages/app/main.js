// The smallest app there is: the element, and the engine without it.
import 'zoeklicht/element';
import { open } from 'zoeklicht/engine';

globalThis.answer = open('/zoeklicht/').then((index) => index.search('glasbol'));
