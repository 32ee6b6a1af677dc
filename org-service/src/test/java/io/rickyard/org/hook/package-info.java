/** Claims about the concept of the same name; nothing but the JVM is needed. */
@NullMarked
package io.rickyard.org.hook;

import org.jspecify.annotations.NullMarked;
