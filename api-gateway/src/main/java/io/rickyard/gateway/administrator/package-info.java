/** Who administers the installation, at the edge; auth-service keeps and decides it. */
@NullMarked
package io.rickyard.gateway.administrator;

import org.jspecify.annotations.NullMarked;
