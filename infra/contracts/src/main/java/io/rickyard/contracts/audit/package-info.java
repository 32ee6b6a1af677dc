/** Who did what to what, with which outcome. Written with the deed, never instead of it. */
@NullMarked
package io.rickyard.contracts.audit;

import org.jspecify.annotations.NullMarked;
