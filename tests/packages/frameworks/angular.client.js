import { App, providers } from './angular.js';
import { bootstrapApplication } from '@angular/platform-browser';

bootstrapApplication(App, { providers });
