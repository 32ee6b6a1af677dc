@NullMarked
package io.rickyard.auth.signin;

import org.jspecify.annotations.NullMarked;
