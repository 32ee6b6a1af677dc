/** What travels with a request from its arrival to the last service it reaches. Decides nothing. */
@NullMarked
package io.rickyard.gateway.call;

import org.jspecify.annotations.NullMarked;
