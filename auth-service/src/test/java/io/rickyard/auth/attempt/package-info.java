@NullMarked
package io.rickyard.auth.attempt;

import org.jspecify.annotations.NullMarked;
