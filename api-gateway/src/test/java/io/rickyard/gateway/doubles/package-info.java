/**
 * Stand-ins for the services behind the gateway: small HTTP servers that answer as agreed, remember
 * what they were asked, and can be told to fail.
 */
@NullMarked
package io.rickyard.gateway.doubles;

import org.jspecify.annotations.NullMarked;
