/** Claims about the concept of the same name; nothing but the JVM is needed. */
@NullMarked
package io.rickyard.org.project;

import org.jspecify.annotations.NullMarked;
