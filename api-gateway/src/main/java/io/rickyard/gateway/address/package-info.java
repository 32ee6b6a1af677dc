/**
 * Where a request comes from, also behind proxies. Believes nobody whom the operator did not name.
 */
@NullMarked
package io.rickyard.gateway.address;

import org.jspecify.annotations.NullMarked;
