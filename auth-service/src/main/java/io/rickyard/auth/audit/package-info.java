/** Looking for what was done. Adding to it is {@code deed}'s; changing it is nobody's. */
@NullMarked
package io.rickyard.auth.audit;

import org.jspecify.annotations.NullMarked;
