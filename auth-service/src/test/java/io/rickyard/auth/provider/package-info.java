@NullMarked
package io.rickyard.auth.provider;

import org.jspecify.annotations.NullMarked;
