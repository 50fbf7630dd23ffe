throw new Error('The program that starts the application is never imported by a scan.');
