// The words and signs of the language. Everything is a token, the wrong things too: the last section
// names what people write by habit, so that Tokenizer can say what to write instead.
lexer grammar LossExpLexer;

// Statement words: each begins a statement; free as argument names, block keys and after a dot.
LANGUAGE   : 'language' ;
EXPERIMENT : 'experiment' ;
QUESTION   : 'question' ;
IMPORT     : 'import' ;
USES       : 'uses' ;
ALLOW      : 'allow' ;
DEFINE     : 'define' ;
LET        : 'let' ;
DATA       : 'data' ;
MODEL      : 'model' ;
LOSS       : 'loss' ;
OPTIMIZER  : 'optimizer' ;
TRAIN      : 'train' ;
TUNE       : 'tune' ;
REPEAT     : 'repeat' ;
COMPARE    : 'compare' ;
REPORT     : 'report' ;
MEASURE    : 'measure' ;
ZIP        : 'zip' ;
EXCLUDE    : 'exclude' ;

// Words with a meaning in their place, names elsewhere.
LOG   : 'log' ;
INT   : 'int' ;
BY    : 'by' ;
FOR   : 'for' ;
WHEN  : 'when' ;
LEARN : 'learn' ;

// Words that are never names.
IN     : 'in' ;
WHERE  : 'where' ;
EXCEPT : 'except' ;
IF     : 'if' ;
THEN   : 'then' ;
ELSE   : 'else' ;
AND    : 'and' ;
OR     : 'or' ;
NOT    : 'not' ;
TRUE   : 'true' ;
FALSE  : 'false' ;
NONE   : 'none' ;
INF    : 'inf' ;

NAME    : [A-Za-z_] [A-Za-z0-9_]* ;
NUMBER  : DIGITS ('.' DIGITS)? ([eE] [+-]? DIGITS)? ;
PERCENT : DIGITS ('.' DIGITS)? '%' ;
STRING  : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;

ASSIGN           : '=' ;
ARROW            : '->' ;
RANGE            : '..' ;
DOT              : '.' ;
COMMA            : ',' ;
LPAREN           : '(' ;
RPAREN           : ')' ;
LBRACKET         : '[' ;
RBRACKET         : ']' ;
LBRACE           : '{' ;
RBRACE           : '}' ;
CARET            : '^' ;
MINUS            : '-' ;
PLUS             : '+' ;
STAR             : '*' ;
SLASH            : '/' ;
EQUAL            : '==' ;
NOT_EQUAL        : '!=' ;
LESS             : '<' ;
LESS_OR_EQUAL    : '<=' ;
GREATER          : '>' ;
GREATER_OR_EQUAL : '>=' ;

// Four slashes or more draw a line; they document nothing.
COMMENT : '////' ~[\r\n]* | '//' | '//' ~[/\r\n] ~[\r\n]* ;
DOC     : '///' ~[\r\n]* ;
SPACE   : [ \t\r\n]+ -> skip ;

// What other languages write.
OPEN_STRING       : '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'? ;
CURLY_STRING      : [\u201C\u201D\u201E\u00AB] ~[\r\n\u201C\u201D\u00BB"]* [\u201C\u201D\u00BB"] ;
SINGLE_STRING     : ['\u2018\u2019] ~[\r\n'\u2018\u2019]* ['\u2018\u2019] ;
BLOCK_COMMENT     : '/*' .*? ('*/' | EOF) ;
HASH_COMMENT      : '#' ~[\r\n]* ;
ELLIPSIS          : '...' '.'* ;
FOREIGN_AND       : '&&' | '&' ;
FOREIGN_OR        : '||' ;
FOREIGN_NOT       : '!' ;
FOREIGN_POWER     : '**' ;
FOREIGN_ASSIGN    : ':' | ':=' ;
FOREIGN_ARROW     : '=>' | '-->' ;
FOREIGN_EQUAL     : '===' ;
FOREIGN_NOT_EQUAL : '<>' ;
SEMICOLON         : ';' ;
STRAY             : . ;

fragment DIGITS : [0-9]+ ;
