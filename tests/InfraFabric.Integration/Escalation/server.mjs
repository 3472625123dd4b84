// A mail server that is not ours. It takes what is sent to it, and writes each message as one line of JSON.
// node server.mjs FOLDER PORT starttls|tls|none [CERTIFICATE KEY USER PASSWORD]
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [folder, port, tls, certificate, key, user, password] = process.argv.slice(2);
const { SMTPServer } = createRequire(`${folder}/`)('smtp-server');

const server = new SMTPServer({
  secure: tls === 'tls',
  cert: certificate && readFileSync(certificate),
  key: key && readFileSync(key),
  authOptional: !user,
  disabledCommands: [...(tls === 'none' ? ['STARTTLS'] : []), ...(user ? [] : ['AUTH'])],
  onAuth(auth, session, done) {
    const known = auth.username === user && auth.password === password && session.secure;
    done(known ? null : new Error('Who are you?'), known ? { user } : undefined);
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', () => {
      console.log(JSON.stringify({
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map(reader => reader.address),
        user: session.user ?? null,
        secure: session.secure,
        data: Buffer.concat(parts).toString('utf8'),
      }));
      done();
    });
  },
});
server.on('error', error => console.error(error.message));
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
