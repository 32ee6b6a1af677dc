@NullMarked
package io.rickyard.auth.onetime;

import org.jspecify.annotations.NullMarked;
