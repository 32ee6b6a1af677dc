@NullMarked
package io.rickyard.auth.session;

import org.jspecify.annotations.NullMarked;
