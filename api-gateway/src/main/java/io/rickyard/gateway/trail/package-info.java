/** Looking for what was done, for those who may: the trail itself is auth-service's. */
@NullMarked
package io.rickyard.gateway.trail;

import org.jspecify.annotations.NullMarked;
