/** What anybody may know about this installation: whether it works, and which version it is. */
@NullMarked
package io.rickyard.gateway.installation;

import org.jspecify.annotations.NullMarked;
