@NullMarked
package io.rickyard.auth.redirect;

import org.jspecify.annotations.NullMarked;
