/**
 * Keys of protected media as descriptions name them: suites, master keys, and the secret that ours are made of. Knows of no packet,
 * no call and no socket.
 */
package io.tandem.media.keys;
