@NullMarked
package io.rickyard.auth.argon2;

import org.jspecify.annotations.NullMarked;
