@NullMarked
package io.rickyard.auth.token;

import org.jspecify.annotations.NullMarked;
