/**
 * Requests to {@code <ref>.<domain>}: each is passed on to the gateway of that project's stack, as
 * it comes and as it goes, below the server's own handling of requests.
 *
 * <p>Knows nothing of what is inside: neither paths nor keys of projects. Nothing of ours goes in:
 * no cookie, no token, no forwarded header that a client wrote.
 */
@NullMarked
package io.rickyard.gateway.project;

import org.jspecify.annotations.NullMarked;
