/**
 * TLS on a port of its own, with certificates from files, chosen by the name that a client asks
 * for. Knows nothing of what is said inside.
 */
@NullMarked
package io.rickyard.gateway.tls;

import org.jspecify.annotations.NullMarked;
