/**
 * What every request passes before anything looks at it: host, limits, cross-origin rules, security
 * headers. Decides no right.
 */
@NullMarked
package io.rickyard.gateway.edge;

import org.jspecify.annotations.NullMarked;
