/** The catalogue of errors against its documentation. */
@NullMarked
package io.rickyard.service.problem;

import org.jspecify.annotations.NullMarked;
