@NullMarked
package io.rickyard.auth.password;

import org.jspecify.annotations.NullMarked;
