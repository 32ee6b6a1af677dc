/** Starts a sample service and looks at it from outside. */
@NullMarked
package io.rickyard.service;

import org.jspecify.annotations.NullMarked;
