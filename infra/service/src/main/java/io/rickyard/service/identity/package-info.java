/** Who calls, as the internal token tells it. Says nothing about what the caller may do. */
@NullMarked
package io.rickyard.service.identity;

import org.jspecify.annotations.NullMarked;
