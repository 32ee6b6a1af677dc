@NullMarked
package io.rickyard.auth.factor;

import org.jspecify.annotations.NullMarked;
