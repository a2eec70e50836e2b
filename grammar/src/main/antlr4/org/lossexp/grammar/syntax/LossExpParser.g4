// The shape of a file. Two tokens of lookahead decide everything, so parsing is linear and never
// scans ahead; what the shape cannot say (a parameter needs a default, comparisons do not chain)
// TreeBuilder checks, with a message of its own.
parser grammar LossExpParser;

options { tokenVocab = LossExpLexer; }

file : statement* EOF ;

// One expression on its own, as on the command line.
expression : value EOF ;

statement
  : LANGUAGE NUMBER                                # language
  | EXPERIMENT STRING                              # title
  | QUESTION STRING                                # question
  | IMPORT STRING                                  # imported
  | USES STRING (GREATER_OR_EQUAL NUMBER)?         # uses
  | ALLOW NAME (COMMA NAME)*                       # allow
  | LET NAME setting                               # let
  | kind item (definition | (COMMA item)*)         # declareOrUse
  | DEFINE kind item definition                    # define
  | section LBRACE (entry COMMA?)* RBRACE          # block
  | MEASURE item (COMMA item)*                     # measure
  | ZIP call (COMMA call)*                         # zip
  | EXCLUDE WHEN condition                         # exclude
  ;

kind : DATA | MODEL | LOSS | OPTIMIZER ;

section : TRAIN | TUNE | REPEAT | COMPARE | REPORT ;

// A call that begins with a name of the user's or the catalogue's, never with a statement word.
item : NAME (DOT word)* arguments? ;

definition : (FOR item)? ASSIGN value (WHEN formula)? (WHERE part (COMMA part)*)? ;

part : NAME ASSIGN formula ;

entry : word setting ;

setting
  : ASSIGN value                                   # fixed
  | IN domain                                      # swept
  | TUNE domain                                    # tuned
  ;

domain
  : LBRACE value (COMMA value)* COMMA? RBRACE               # choices
  | scale=(LOG | INT)? bound RANGE bound (BY NUMBER)?       # interval
  ;

bound : MINUS? (NUMBER | PERCENT | NAME) ;

// Lowest of all: `a -> b` is no operator of formulas.
value : formula (ARROW formula)* ;

// Tightest first.
formula
  : formula LBRACKET formula RBRACKET                                               # index
  | <assoc = right> formula operator=CARET formula                                  # power
  | MINUS formula                                                                   # negate
  | formula operator=(STAR | SLASH) formula                                         # product
  | formula operator=(PLUS | MINUS) formula                                         # sum
  | formula operator=(LESS | LESS_OR_EQUAL | GREATER | GREATER_OR_EQUAL | EQUAL | NOT_EQUAL) formula  # comparison
  | NOT formula                                                                     # not
  | formula operator=AND formula                                                    # and
  | formula operator=OR formula                                                     # or
  | IF formula THEN formula ELSE formula                                            # conditional
  | LPAREN value RPAREN                                                             # group
  | literal                                                                         # constant
  | list                                                                            # sequence
  | call                                                                            # reference
  ;

literal : NUMBER | PERCENT | INF | STRING | TRUE | FALSE | NONE ;

list : LBRACKET (value (COMMA value)* COMMA?)? RBRACKET ;

call : path arguments? ;

path : head (DOT word)* ;

arguments : LPAREN (argument (COMMA argument)* COMMA?)? RPAREN ;

argument
  : (word | STRING) setting                        # named
  | value (EXCEPT NAME | WHEN formula)?            # positional
  ;

// `in {…}` as a test exists here alone: elsewhere it sweeps.
condition
  : NOT condition                                  # negation
  | condition AND condition                        # conjunction
  | condition OR condition                         # alternative
  | LPAREN condition RPAREN                        # grouping
  | path operator=(LESS | LESS_OR_EQUAL | GREATER | GREATER_OR_EQUAL | EQUAL | NOT_EQUAL) comparand   # relation
  | path IN LBRACE value (COMMA value)* COMMA? RBRACE                               # membership
  ;

comparand : MINUS? literal | list | call ;

// Where a path may begin: a kind or a section is a name there (`[model, loss]`, `zip data, model`).
head
  : NAME | LOG | INT | BY
  | LANGUAGE | EXPERIMENT | QUESTION | IMPORT | USES | ALLOW | DEFINE | LET | DATA | MODEL | LOSS | OPTIMIZER
  | TRAIN | TUNE | REPEAT | COMPARE | REPORT | MEASURE | ZIP | EXCLUDE
  ;

// An argument's name, a block's key, and what follows a dot.
word : head | FOR | WHEN | LEARN ;
