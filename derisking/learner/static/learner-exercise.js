// Made by python3 run.py build of 89 files in learner/src, live/src and the course's extension, sha256 73902a5288e838b3, with esbuild 0.28.2. No code of others is in it. Edit there, not here.
(()=>{var I={walks:!1},te=t=>/^(Tab|Arrow)/.test(t.key);document.addEventListener("keydown",t=>te(t)&&(I.walks=!0),!0);document.addEventListener("pointerdown",()=>I.walks=!1,!0);var ke=globalThis[Symbol.for("derisking.ids")]??={count:0};function i(t,e={},...r){let[o,...n]=t.split("."),s=document.createElement(o);n.length&&(s.className=n.join(" "));for(let[d,a]of Object.entries(e))a!=null&&(d.startsWith("on")?s.addEventListener(d.slice(2),a):d==="style"?s.style.cssText=a:d==="html"?s.innerHTML=a:d in s&&!d.includes("-")?s[d]=a:s.setAttribute(d,a));return s.append(...r.filter(d=>d!=null)),s}function v(t,e,...r){let o=document.createElementNS("http://www.w3.org/2000/svg",t);for(let[n,s]of Object.entries(e))o.setAttribute(n,s);return o.append(...r),o}function T(t,e){let r=new t.CSSStyleSheet;r.replaceSync(e),t.document.adoptedStyleSheets=[...t.document.adoptedStyleSheets,r]}function R(t,e,r){let o=i("iframe",{title:"What is printed",style:"position:fixed;right:0;bottom:0;width:0;height:0;border:0"});document.body.append(o),o.contentDocument.title=r,T(o.contentWindow,e),o.contentDocument.body.append(t.cloneNode(!0)),o.contentDocument.querySelectorAll("details").forEach(n=>n.open=!0),o.contentWindow.addEventListener("afterprint",()=>setTimeout(()=>o.remove())),o.contentWindow.print()}var B="[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?",re=RegExp(`^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?(?:[%€$£¥]|per ?cent|${B}(?: ?(?:per |/ ?)${B})?)?\\.?$`),oe=t=>t.replace(/[！-～]/g,e=>String.fromCharCode(e.charCodeAt(0)-65248)).replaceAll("−","-").replaceAll("。",".").replaceAll("、",",");function F(t){let e=oe(String(t)).trim().replace(/[\s_]+/g," ").replace(/([0-9])[ '](?=[0-9]{3}(?![0-9]))/g,"$1"),[,r]=e.match(re)??[];if(!r||/^[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/.test(r))return null;let o=Number(r.replace(",","."));return Number.isFinite(o)?o:null}var q=(t,e,r)=>`${t} ${t===1?e:r}`;function C(t,e,r,o){let n=i(o?"figure.dr-picture.dr-broad":"figure.dr-picture"),s=i("span",{role:"status"}),d=0,a,c=r(()=>p(!0));function p(l){let m=[F(e.node.querySelector("input.dr-number")?.value??""),t.share,t.share===void 0?d:Math.max(d,1)];if(!l&&m.join()===a)return;a=m.join();let{drawing:f,words:b}=c(...m);n.replaceChildren(f,i("figcaption",{},s)),s.textContent=b}e.node.before(n),t.card.addEventListener("submit",()=>d+=1,!0),t.card.addEventListener("input",()=>p()),document.addEventListener("dr-answered",()=>p()),p()}var z=(t,e,...r)=>v("svg",{viewBox:e,role:"img","aria-label":t},...r),w=(t,e,r,o={})=>v("text",{x:t,y:e,...o},r),$=(t,e,r,o,n)=>v("rect",{x:t,y:e,width:r,height:o,...n});function U(t,e){return e.style.animationDelay=`${t}ms`,e}var H=150,ne=1200,L=[];for(let t=-20;t<20;t+=1)for(let e=-20;e<20;e+=1)L.push({x:t,y:e,far:Math.hypot(Math.max(-t,t+1),Math.max(-e,e+1))*10});L.sort((t,e)=>t.far-e.far||t.y-e.y||t.x-e.x);var D=L.filter(({far:t})=>t<=H).length;function de(t,e){if(e===void 0)return{drawing:z("A wafer of 300 mm with one die of 10 by 10 mm on it.","-172 -158 344 350",P(),$(0,-10,10,10,{class:"dr-die dr-hit"}),...ie()),words:"One die on the wafer, to scale. Check your number, and as many dies are laid out."};let r=Math.max(0,Math.floor(t)),o=L.slice(0,Math.min(r,ne)),n=r-Math.min(r,D),s=({x:c,y:p,far:l})=>U(l*6,$(c*10,p*10,10,10,{class:l>H?"dr-die dr-over-edge":"dr-die"})),d=n?`${q(n,"die hangs","dies hang")} over the edge, where the wafer ends.`:r<600?"The wafer has room for more.":`All of them lie on the wafer. Laid out like this, ${D-r} more would fit: the rule is an estimate.`,a=`Your ${q(r,"die","dies")}. ${d}`;return{drawing:z(a,"-172 -158 344 350",P(),...o.map(s)),words:a}}var P=()=>v("circle",{r:H,class:"dr-disc"}),ie=()=>[v("path",{d:"M-150 166H150M-150 161V171M150 161V171",class:"dr-rule"}),w(0,184,"300 mm",{"text-anchor":"middle"}),w(16,-1,"10 mm × 10 mm")],G=[[.4,.6],[4.4,8.3],[7.5,.8],[9.7,2.7],[6.2,7.4],[9.6,5.5],[7.6,4.5],[2.7,5.6],[7.5,3.5],[8.8,2.6],[3.7,7.3],[.6,6.3],[8.5,6.7],[6.7,6.8],[6.7,7.6],[4.3,4.4],[2.8,1.6],[8.4,2.6],[1.5,8.3],[1.4,4.7]],se=([t,e],r)=>`${Math.floor(t/r)} ${Math.floor(e)}`,j=t=>new Set(G.map(e=>se(e,t)));function N(t,e,r,o){let n=j(t),s=[];for(let c=0;c<10;c+=1)for(let p=0;p<10/t;p+=1){let l=`${p} ${c}`,h=$(p*t*30+1,c*30+1,t*30-2,28,{class:`dr-die ${(r?n:e).has(l)?"dr-hit":""}`,rx:2});h.addEventListener("click",()=>{e[e.has(l)?"delete":"add"](l),o()}),s.push(h)}let d=G.map(([c,p])=>v("circle",{cx:c*30,cy:p*30,r:3.6,class:"dr-speck"})),a=`${q(100/t,"die","dies")} in a square, and 20 defects on it: ${q(20-n.size,"defect falls","defects fall")} on a die that another one has hit.`;return z(a,"0 0 300 300",...s,...d)}var W=(t,e)=>`${q(e.size,"die","dies")} tapped, ${100/t-e.size} left`;function ae(t){let e=new Set;return(r,o)=>({drawing:N(1,e,o===1,t),words:o===1?"18 of the 100 dies are hit, two of them twice: 20 defects spoil fewer than 20 dies. This square came out as the formula expects; others differ.":`100 dies of 1 cm² from the middle of the wafer, and the 20 defects that fell on them. Tap each die that is hit: ${W(1,e)}. What share of them works?`})}function le(t){let[e,r]=[new Set,new Set];return(o,n)=>({drawing:i("div.dr-cuts",{},N(1,e,n!==void 0,t),N(2,r,n!==void 0,t)),words:n===void 0?`The same 20 defects on the same silicon, cut into 100 dies or into 50 of twice the area. Tap those that are hit. Small: ${W(1,e)}. Large: ${W(2,r)}.`:`${100-j(1).size} of 100 small dies work, and ${50-j(2).size} of 50 large ones, for the same money.`})}function ce(t,e){let r=[...e.node.querySelectorAll("tbody tr")];if(!r.length)return;let o=r.map(l=>({name:l.cells[0].textContent.trim(),value:Number(l.cells[1].textContent),box:l.querySelector("input")})),n=i("input",{type:"range",min:.3,max:1,step:.01,value:.4}),s=l=>20+(l-.3)*686,d=i("figure.dr-picture.dr-broad"),a=i("span",{role:"status"}),c=i("div");d.append(c,i("label.dr-slide",{},"Move the ruler",n),i("figcaption",{},a));function p(){let l=Number(n.value),h=o.filter(({value:f})=>f<=l).length,m=[v("path",{d:"M20 84H500",class:"dr-rule"}),...[.4,.6,.8,1].map(f=>w(s(f),104,String(f),{"text-anchor":"middle"})),v("path",{d:`M${s(l)} 14V92`,class:"dr-limit"}),w(s(l)+6,24,l.toFixed(2),{class:"dr-ask"})];for(let{name:f,value:b,box:u}of o){let y=b<=l;m.push(v("circle",{cx:s(b),cy:y?76:60,r:8,class:y?"dr-gone":"dr-stored"})),u.checked&&m.push(w(s(b),42,f,{"text-anchor":b>.85?"end":b<.45?"start":"middle",class:"dr-strong"}))}c.replaceChildren(z("The products on a line, by their concentration.","0 0 520 112",...m)),a.textContent=`Concentration of the ${o.length} products. With the ruler at ${l.toFixed(2)}, ${h?q(h,"one falls","fall").replace(/^1 /,""):"none falls"} off the list. Those that you tick get their names.`}e.node.before(d),n.addEventListener("input",p),t.card.addEventListener("change",p),document.addEventListener("dr-answered",p),p()}var V=[[1,.8],[.7,.8],[.4,.8],[.1,.6]];function pe(t,e,r){let o=e===1?4:Math.min(1+r,3),n=l=>170-l*100,s=(l,h,m,f,b)=>U(b*500,$(l,n(m),50,Math.max(0,n(h)-n(m)),{class:f})),d=[v("path",{d:`M40 ${n(0)}H508M40 ${n(.8)}H508`,class:"dr-rule"}),w(34,n(.8)-2,"gases",{"text-anchor":"end"}),w(34,n(.8)+13,"allow 0.8",{"text-anchor":"end"})];V.forEach(([l,h],m)=>{let f=62+m*112;if(d.push(w(f+51,190,`week ${m+1}`,{"text-anchor":"middle",class:"dr-strong"})),m<o){d.push(s(f,0,l,"dr-bar dr-stored",m),s(f,l,l+.5,"dr-bar dr-delivered",m),s(f+52,0,h,"dr-bar dr-output",m));let b=l<.15;d.push(w(f+25,b?n(l)-4:n(l/2)+5,String(l),{"text-anchor":"middle",class:b?"dr-strong":"dr-on-dark"})),d.push(w(f+25,n(l+.25)+5,"+ 0.5",{"text-anchor":"middle"})),d.push(w(f+77,n(h)+17,String(h),{"text-anchor":"middle",class:"dr-on-dark"})),m||d.push(w(f+25,n(.5)+22,"store",{"text-anchor":"middle",class:"dr-on-dark"}),w(f+77,n(h)+34,"output",{"text-anchor":"middle",class:"dr-on-dark"}))}else d.push($(f,n(1.5),102,150,{class:"dr-unknown",rx:4})),(m<3||t===null)&&d.push(w(f+51,n(.7),"?",{"text-anchor":"middle",class:"dr-ask"}))}),t!==null&&t>=0&&e!==1&&d.push($(450,n(Math.min(t,1.5)),50,Math.min(t,1.5)*100,{class:"dr-own"}),w(475,n(Math.min(t,1.5))-5,"yours",{"text-anchor":"middle",class:"dr-ask"}));let c=V.slice(0,o).map(([l,h],m)=>`week ${m+1}: ${l} in store, output ${h}`).join("; "),p=e===1?"0.3 leave the store each week: 1, 0.7, 0.4, 0.1. In week 4 all that is there is used, and from week 5 on there is the delivery alone.":`What is in store, what is delivered on top of it, and beside it what is used, the output. What is left over is in store a week later. ${e===void 0?"Type your number, and it stands in week 4.":`Week ${o} is drawn for you: follow the store.`}`;return{drawing:z(`Bars. ${c}.`,"-56 8 566 190",...d),words:p}}var K={wafer:(t,e)=>C(t,e,()=>de),specks:(t,e)=>C(t,e,ae),ruler:ce,halves:(t,e)=>C(t,e,le,!0),store:(t,e)=>C(t,e,()=>pe,!0)};var M=`/* What only exercises wear; their script brings it along (exercise/dress.js). What to do is said once; of an argument its text says it. */
.dr-task:is(.dr-again, [data-kind="defend"]) :is(.dr-question, .dr-board) > .dr-how {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.dr-task.dr-again .dr-question > .dr-how + * {
  margin-top: 10px;
}
.dr-quiz .dr-task .dr-ways.dr-ways {
  float: none;
  min-height: 28px;
  margin: 6px 0 0;
  padding: 2px 0;
  color: var(--dr-muted);
  background: none;
  border: 0;
  font-weight: 400;
  text-decoration: underline;
}
.dr-task .dr-body > p:first-child {
  margin-top: 10px;
}
.dr-quiz .dr-task .dr-figure.dr-figure {
  text-align: right;
  font-variant-numeric: tabular-nums;
}
.dr-task math {
  font-size: 1.15em;
}
.dr-quiz .dr-task p.dr-formula {
  margin: 14px 0;
  font-size: 1.6em;
  text-align: center;
}
/* answers that are the rows of a table */
.dr-quiz .dr-task .dr-tick-table label.dr-option.dr-option {
  padding: 4px 0;
  background: none;
  border: 0;
  font-weight: inherit;
}
.dr-quiz .dr-tick-table table {
  width: 100%;
  margin: 0;
  border-collapse: collapse;
}
.dr-tick-table tbody tr {
  cursor: pointer;
}
.dr-tick-table tbody tr:hover,
.dr-tick-table tbody tr:has(:checked) {
  background: var(--dr-soft);
}
.dr-quiz .dr-tick-table :is(th, td) {
  padding: 3px 10px;
  border-bottom: 1px solid var(--dr-faint);
  text-align: right;
  vertical-align: middle;
  font-variant-numeric: tabular-nums;
}
.dr-tick-table .dr-wide {
  margin: 0;
}
.dr-quiz .dr-tick-table :is(th, td):first-child {
  font-weight: 600;
  text-align: left;
}
.dr-quiz .dr-tick-table thead th {
  vertical-align: bottom;
  line-height: 1.25;
}
/* rows to put in order */
.dr-quiz .dr-row-of-table {
  display: grid;
  flex: 1;
  grid-template-columns: 2em repeat(4, minmax(0, 1fr));
  gap: 2px 12px;
  align-items: end;
}
.dr-quiz .dr-row-of-table small {
  display: block;
  color: var(--dr-muted);
  font-size: 0.75rem;
  line-height: 1.2;
}
.dr-quiz .dr-badge {
  align-self: center;
  color: var(--dr-accent);
  font-size: 1.3em;
  font-weight: 700;
}
.dr-quiz .dr-told {
  color: var(--dr-muted);
}
/* pictures that answer */
.dr-quiz figure.dr-picture {
  display: grid;
  grid-template-columns: minmax(0, 19rem) minmax(0, 1fr);
  gap: 10px 22px;
  align-items: center;
  margin: 14px 0;
}
.dr-quiz figure.dr-picture.dr-broad {
  grid-template-columns: minmax(0, 34rem);
}
.dr-picture svg {
  display: block;
  width: 100%;
  height: auto;
}
.dr-quiz.dr-exercise .dr-task figure.dr-picture > figcaption {
  color: var(--dr-text);
  font-size: 0.9375rem;
  line-height: 1.5;
}
.dr-picture text {
  fill: var(--dr-text);
  font-size: 13px;
}
.dr-picture .dr-cuts {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 18px;
}
.dr-picture :is(.dr-strong, .dr-on-dark) {
  font-weight: 700;
}
.dr-picture .dr-on-dark {
  fill: var(--dr-on-accent);
}
.dr-picture .dr-ask {
  fill: var(--dr-guess);
  font-weight: 700;
}
.dr-picture .dr-disc {
  fill: var(--dr-paper);
  stroke: var(--dr-line);
  stroke-width: 2;
}
.dr-picture .dr-die {
  fill: var(--dr-accent);
  stroke: var(--dr-paper);
  stroke-width: 1;
}
.dr-picture [viewBox="0 0 300 300"] .dr-die {
  fill: var(--dr-paper);
  stroke: var(--dr-accent);
  cursor: pointer;
}
.dr-picture .dr-die.dr-hit.dr-hit {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-die.dr-over-edge {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-speck {
  fill: var(--dr-text);
  stroke: var(--dr-paper);
  pointer-events: none;
}
.dr-picture .dr-rule {
  fill: none;
  stroke: var(--dr-line);
  stroke-width: 1.5;
}
.dr-picture .dr-stored {
  fill: var(--dr-accent);
}
.dr-picture .dr-delivered {
  fill: var(--dr-faint);
}
.dr-picture .dr-output {
  fill: var(--dr-guess);
}
.dr-picture .dr-gone {
  fill: none;
  stroke: var(--dr-guess);
  stroke-width: 2;
}
.dr-picture .dr-limit {
  stroke: var(--dr-guess);
  stroke-width: 3;
}
.dr-quiz .dr-picture .dr-slide {
  display: flex;
  gap: 12px;
  align-items: center;
  font-weight: 600;
}
.dr-quiz .dr-picture .dr-slide input {
  flex: 1;
  accent-color: var(--dr-guess);
}
.dr-picture .dr-unknown {
  fill: none;
  stroke: var(--dr-line);
  stroke-dasharray: 4 4;
}
.dr-picture .dr-own {
  fill: none;
  stroke: var(--dr-guess);
  stroke-width: 3;
  stroke-dasharray: 7 5;
}
@container (max-width: 34rem) {
  .dr-quiz figure.dr-picture {
    grid-template-columns: minmax(0, 1fr);
  }
  .dr-quiz .dr-row-of-table.dr-row-of-table {
    grid-template-columns: 2em repeat(2, minmax(0, 1fr));
  }
  .dr-row-of-table .dr-badge {
    grid-row: span 2;
  }
  .dr-quiz .dr-broad > svg text {
    font-size: 17px;
  }
  .dr-quiz .dr-broad > svg .dr-on-dark {
    font-size: 15px;
  }
  .dr-quiz .dr-tick-table :is(th, td) {
    padding: 3px 4px;
    font-size: 0.875rem;
  }
  .dr-quiz .dr-tick-table thead th {
    font-size: 0.75rem;
  }
}
/* the page of a role, on paper also in the dark: a newspaper, a minute, an order, a line to take */
.dr-front {
  --dr-ink: #1c1a17;
  --dr-sheet: #fbf7ec;
  --dr-edge: #cfc6ae;
  --dr-mark: #8a2f00;
}
.dr-front:is([data-look="minute"], [data-look="order"], [data-look="line"]) {
  --dr-sheet: #ffffff;
  --dr-edge: #b9c2ca;
  --dr-mark: #174a73;
}
.dr-front[data-look="order"] {
  --dr-mark: #1b5a38;
}
.dr-front[data-look="line"] {
  --dr-mark: #5a2a6e;
}
.dr-quiz .dr-front {
  position: relative;
  margin: 8px 4px 18px;
  padding: 14px 22px 20px;
  color: var(--dr-ink);
  background: var(--dr-sheet);
  border: 1px solid var(--dr-edge);
  box-shadow: 0 3px 14px #00000026;
  font-family: Georgia, "Times New Roman", serif;
  line-height: 1.5;
  print-color-adjust: exact;
}
.dr-quiz .dr-front:not([data-look="paper"]) {
  padding: 22px 30px 26px;
  border-top: 9px solid var(--dr-mark);
}
.dr-quiz .dr-front p {
  margin: 6px 0;
}
.dr-quiz .dr-front .dr-masthead {
  display: flex;
  flex-wrap: wrap;
  gap: 0 18px;
  align-items: baseline;
  justify-content: space-between;
  margin: 0 0 12px;
  padding: 0 0 6px;
  border-bottom: 3px double var(--dr-ink);
}
.dr-front .dr-masthead b {
  font-size: 1.5em;
  letter-spacing: 0.02em;
}
.dr-front:not([data-look="paper"]) .dr-masthead {
  border-bottom: 1px solid var(--dr-mark);
}
.dr-front:not([data-look="paper"]) .dr-masthead b {
  color: var(--dr-mark);
}
.dr-quiz .dr-front .dr-headline {
  margin: 4px 0 10px;
  font-size: 1.45em;
  font-weight: 700;
  line-height: 1.2;
}
.dr-quiz .dr-front:not([data-look="paper"]) .dr-headline {
  margin: 0 0 4px;
  font-size: 2em;
}
.dr-front .dr-eyebrow + .dr-headline::first-letter {
  text-transform: uppercase;
}
.dr-quiz .dr-front .dr-figures {
  margin: 0 0 10px;
  font-style: italic;
}
.dr-quiz .dr-front .dr-columns {
  columns: 2;
  column-gap: 26px;
  margin: 0;
  padding: 0;
  list-style-position: inside;
}
.dr-front .dr-columns li {
  margin: 0 0 6px;
  padding: 1px 3px;
  break-inside: avoid;
}
.dr-front .dr-columns li::marker {
  color: var(--dr-mark);
  font-weight: 700;
}
.dr-front .dr-corrected {
  background: #ffe29a;
  text-decoration: underline wavy #b14300 1.5px;
  text-underline-offset: 4px;
}
.dr-front .dr-below {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 16px;
  margin-top: 12px;
}
.dr-front .dr-slot {
  padding: 8px 14px 12px;
  border: 2px dashed #9a8f74;
  break-inside: avoid;
}
.dr-front .dr-slot.dr-broad {
  grid-column: 1 / -1;
}
.dr-front .dr-slot.dr-set {
  border: 1px solid var(--dr-ink);
}
.dr-front:not([data-look="paper"]) .dr-slot.dr-set {
  padding: 8px 0;
  border: solid var(--dr-edge);
  border-width: 1px 0 0;
}
.dr-front:not([data-look="paper"]) .dr-slot.dr-set:first-child {
  border: 0;
}
.dr-quiz .dr-front .dr-eyebrow {
  margin: 0 0 4px;
  color: var(--dr-mark);
  font: 700 0.8125rem/1.4 system-ui, sans-serif;
  letter-spacing: 0.04em;
  text-transform: uppercase;
}
.dr-quiz .dr-front[data-look="line"] .dr-eyebrow {
  font: italic 1.05em/1.4 Georgia, serif;
  letter-spacing: 0;
  text-transform: none;
}
.dr-quiz .dr-front button {
  color: var(--dr-ink);
  background: #fffdf6;
  border-color: var(--dr-ink);
}
/* once every decision stands on it */
.dr-quiz .dr-front .dr-stamp {
  display: none;
  width: max-content;
  margin: 18px 8px 2px auto;
  padding: 2px 14px;
  color: #a3221a;
  border: 3px solid #a3221a;
  border-radius: 4px;
  font: 800 1.25em/1.4 system-ui, sans-serif;
  letter-spacing: 0.1em;
  text-transform: uppercase;
  rotate: -5deg;
}
.dr-quiz .dr-front.dr-complete .dr-stamp {
  display: block;
}
.dr-quiz .dr-front ul {
  margin: 0;
  padding-left: 1.2em;
}
.dr-quiz .dr-front li {
  margin: 3px 0;
}
.dr-quiz .dr-front a {
  color: #174a73;
}
@container (max-width: 34rem) {
  .dr-quiz .dr-front.dr-front {
    padding: 12px 14px 16px;
  }
  .dr-quiz .dr-front .dr-columns {
    columns: 1;
  }
  .dr-front .dr-below {
    grid-template-columns: minmax(0, 1fr);
  }
}
@media (prefers-reduced-motion: no-preference) {
  .dr-picture .dr-disc ~ .dr-die {
    animation: dr-laid 260ms backwards;
  }
  .dr-picture .dr-bar {
    animation: dr-laid 420ms backwards;
  }
  .dr-front .dr-stamp {
    animation: dr-stamped 260ms backwards;
  }
  @keyframes dr-stamped {
    from {
      opacity: 0;
      scale: 1.8;
    }
  }
  @keyframes dr-laid {
    from {
      opacity: 0;
    }
  }
}
`;var Y=!1;function _(t,e,r){Y||T(window,M),Y=!0;let{card:o}=t,{kind:n}=e.question;o.dataset.kind=n;let s=[...document.querySelectorAll(`.dr-task[data-kind="${n}"]`)].some(a=>a.compareDocumentPosition(o)&Node.DOCUMENT_POSITION_FOLLOWING);o.classList.toggle("dr-again",s),o.querySelectorAll(".dr-ways").forEach(a=>a.parentElement.append(a)),o.querySelectorAll("p > math").forEach(a=>a.parentElement.classList.toggle("dr-formula",a.parentElement.textContent.trim()===a.textContent.trim())),o.querySelectorAll("a").forEach(a=>/10\^\d/.test(a.textContent)&&(a.innerHTML=a.innerHTML.replace(/10\^(\d+)/g,"10<sup>$1</sup>")));let d=o.querySelector(":scope > details");d?.querySelectorAll("table").forEach(me),d?.addEventListener("toggle",()=>d.firstChild.textContent=d.open?"Hide the table":"Show the table here"),n==="multiple"&&he(o,r,d),n==="order"&&ge(o),n==="defend"&&xe(o),e.picture&&K[e.picture](t,r)}var A=t=>t.cells[0].textContent.trim(),E=t=>[...t.tBodies[0].rows],fe=t=>[...t.tHead.rows[0].cells].map(e=>e.textContent.trim());function me(t){let e=[...E(t)[0].cells].map(r=>/^[−–\d][\d.,%±–\s]*$/.test(r.textContent.trim()));for(let r of t.rows)[...r.cells].forEach((o,n)=>o.classList.toggle("dr-figure",e[n]))}function he(t,e,r){let o=r?.querySelector("table"),n=[...e.node.querySelectorAll("label.dr-option")],s=c=>c.querySelector(".dr-text").textContent.trim();if(!o||E(o).map(A).join()!==n.map(s).join())return;let d=c=>c.textContent.replace(/\s+/g,""),a=[...document.querySelectorAll("table")].find(c=>c!==o&&d(c)===d(o));a&&((a.closest(".dr-wide")??a).hidden=!0),E(o).forEach((c,p)=>{c.cells[0].replaceChildren(n[p]),c.addEventListener("click",({target:l})=>l.closest("label")||n[p].click())}),e.node.classList.add("dr-tick-table"),e.node.append(r.querySelector(".dr-wide")),r.remove()}function ge(t){let e=t.querySelector(".dr-body table"),o=[...t.querySelector(".dr-order").children].map(s=>s.querySelector(".dr-text"));if(!e||E(e).map(A).sort().join()!==o.map(s=>s.textContent.trim()).sort().join())return;let n=fe(e);for(let s of o){let d=E(e).find(c=>A(c)===s.textContent.trim()),a=[...d.cells].slice(1).map((c,p)=>i("span.dr-cell",{},i("small",{},n[p+1])," ",i("b",{},c.textContent)));s.classList.add("dr-row-of-table"),s.replaceChildren(i("span.dr-badge",{},A(d)),...a)}(e.closest(".dr-wide")??e).remove()}function xe(t){let e=Object.fromEntries([...t.querySelectorAll(".dr-body li")].map(r=>[r.querySelector(":scope > strong")?.textContent,r]));for(let r of t.querySelectorAll(".dr-group:first-of-type .dr-text")){let o=r.firstElementChild,n=e[o.textContent];if(!n)continue;let s=r.innerHTML.slice(o.outerHTML.length).trim(),d=n.innerHTML.slice(n.firstElementChild.outerHTML.length).trim(),[a,c]=d.startsWith(s)?[s,d.slice(s.length)]:[`${s}: `,d];r.replaceChildren(o," ",i("b",{html:a}),i("span.dr-told",{html:c})),n.remove()}t.querySelectorAll(".dr-body ul").forEach(r=>r.children.length||r.remove())}function Z(t){t.scrollIntoView({block:"start"}),t.querySelector("legend").focus({preventScroll:!0})}var J=(t,e)=>[...t?.querySelectorAll(`input[type=${e}]:checked`)??[]].map(r=>be(r.closest("label").querySelector(".dr-text")));function be(t){let e=t.cloneNode(!0);/^[A-Z]$/.test(e.firstElementChild?.textContent)&&e.firstElementChild.remove();let r=e.querySelector(".dr-told");return r?.remove(),{name:[...e.childNodes],told:r?.textContent.replace(/^[:,\s]+/,"")??""}}var we=({name:t,told:e})=>(e||i("p",{},...t).textContent).replace(/[“”]|\((sentence \d+|further down)\)/g,"").trim();function Q(t,e,r){let o=u=>r.get(`${e.lesson} ${u}`),n=e.slots.filter(u=>!(e.lines&&u.last)),s=n.map(u=>i(u.wide?"div.dr-slot.dr-broad":"div.dr-slot")),d=(e.lines??[]).map(u=>i("li",{html:u})),a=e.lines&&i("div",{},i("p.dr-headline",{},e.title),i("ol.dr-columns",{},...d)),c=i("p.dr-stamp",{},e.stamp),p=i("section.dr-front",{ariaLabel:e.lines?"The page":"Your page as it is printed"},i("p.dr-masthead",{},i("b",{},e.head),i("span",{},e.aside)),a,i("div.dr-below",{},...s),e.lines?null:c);p.dataset.look=e.look;let l=i("p.dr-status",{role:"status"}),h=i("button.dr-primary",{type:"button",onclick:()=>R(i("div.dr-quiz",{},p.cloneNode(!0)),M,e.head)},"Print this page");t.append(p,...e.lines?[]:[i("div.dr-actions",{},h,l)]);function m(u){let{card:y,answered:S}=o(u.task)??{},[k]=J(y,"radio"),x=J(y,"checkbox"),g=[];return k&&u.quoted?g.push(i("p",{},u.before," ",i("q",{},we(k)))):k&&g.push(u.before?i("p",{},u.before):null,i(u.large?"p.dr-headline":"p",{},...k.name),k.told?i("p.dr-figures",{},k.told):null),x.length&&g.push(i("p",{},u.why),i("ul",{},...x.map(O=>i("li",{},...O.name)))),g.length||g.push(i("p",{},u.empty)),S||g.push(i("button.dr-quiet",{type:"button",onclick:()=>Z(o(u.task).card)},u.go)),{parts:g,answered:S,told:k?.told}}function f({figures:u}){let y=u.filter(({task:k})=>o(k)?.answered),S=({task:k,words:x})=>i("li",{},x," ",i("b",{},o(k).card.querySelector("input.dr-number").value));return{parts:y.length?[i("ul",{},...y.map(S))]:[],answered:y.length>0}}function b(){let u=n.map(x=>x.figures?f(x):m(x));n.forEach((x,g)=>{s[g].hidden=x.figures&&!u[g].answered,s[g].classList.toggle("dr-set",!!u[g].answered),s[g].replaceChildren(i("p.dr-eyebrow",{},x.eyebrow),...u[g].parts.filter(Boolean));let O=x.quoted&&Number(/\(sentence (\d+)\)/.exec(u[g].told)?.[1]);x.quoted&&d.forEach((X,ee)=>X.classList.toggle("dr-corrected",ee+1===O))});let y=u.filter((x,g)=>!n[g].figures),S=y.filter(x=>!x.answered).length;p.classList.toggle("dr-complete",!S),h.hidden=S>0;let k=S?`${q(y.length-S,"decision","decisions")} of ${y.length} on the page so far.`:"Your teacher’s key judges it after the deadline; points and reasons come back with your mark.";l.textContent!==k&&(l.textContent=k)}document.addEventListener("dr-answered",b),b()}globalThis.deriskingExercise={dress:_,printed:Q};})();
