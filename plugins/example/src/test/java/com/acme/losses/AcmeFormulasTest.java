package com.acme.losses;

import org.lossexp.testkit.FormulaContractTest;

/** The contract tests on every formula in {@code META-INF/lossexp}. */
class AcmeFormulasTest extends FormulaContractTest {}
