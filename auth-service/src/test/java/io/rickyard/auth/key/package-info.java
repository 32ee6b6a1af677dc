@NullMarked
package io.rickyard.auth.key;

import org.jspecify.annotations.NullMarked;
