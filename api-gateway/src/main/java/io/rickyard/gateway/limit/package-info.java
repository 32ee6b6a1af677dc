/** How often whom: token buckets that forget whoever is quiet. Knows no HTTP. */
@NullMarked
package io.rickyard.gateway.limit;

import org.jspecify.annotations.NullMarked;
