// In this folder because a worker may answer for the folder that it is in.
importScripts('/zoeklicht/offline-worker.js');
