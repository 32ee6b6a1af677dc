/** Claims about the concept of the same name; nothing but the JVM is needed. */
@NullMarked
package io.rickyard.org.payload;

import org.jspecify.annotations.NullMarked;
